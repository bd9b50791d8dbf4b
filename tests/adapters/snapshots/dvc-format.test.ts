/** Bytes as DVC 3.64 writes them, from the description of its format. */

import {expect, test} from 'vitest';
import {directoryBytes, pointerText} from '#adapters/snapshots/dvc-format.js';

test('a directory is what json.dumps of Python writes, sorted by code points', () => {
	const bytes = directoryBytes([
		{md5: 'd41d8cd98f00b204e9800998ecf8427e', relpath: 'b/ação "x".csv'},
		{md5: '900150983cd24fb0d6963f7d28e17f72', relpath: 'b/\u{1F600}'},
		{md5: '0cc175b9c0f1b6a831c399e269772661', relpath: 'b/\uFF21'},
		{md5: '92eb5ffee6ae2fec3ad71c777531578f', relpath: 'a\t\u007F'},
	]);
	expect(bytes.toString('latin1')).toBe(
		String.raw`[{"md5": "92eb5ffee6ae2fec3ad71c777531578f", "relpath": "a\t\u007f"}, ` +
			String.raw`{"md5": "d41d8cd98f00b204e9800998ecf8427e", "relpath": "b/a\u00e7\u00e3o \"x\".csv"}, ` +
			String.raw`{"md5": "0cc175b9c0f1b6a831c399e269772661", "relpath": "b/\uff21"}, ` +
			String.raw`{"md5": "900150983cd24fb0d6963f7d28e17f72", "relpath": "b/\ud83d\ude00"}]`,
	);
});

test('a pointer to a file', () => {
	expect(pointerText({md5: '4cbd9764efdf378ce66cf5409e75a2e8', size: 1_064_960}, 'crypto.db')).toBe(
		'outs:\n- md5: 4cbd9764efdf378ce66cf5409e75a2e8\n  size: 1064960\n  hash: md5\n  path: crypto.db\n',
	);
});

test('a pointer to a directory', () => {
	expect(pointerText({md5: '4cbd9764efdf378ce66cf5409e75a2e8.dir', size: 12, files: 3}, 'data')).toBe(
		'outs:\n- md5: 4cbd9764efdf378ce66cf5409e75a2e8.dir\n  size: 12\n  nfiles: 3\n  hash: md5\n  path: data\n',
	);
});

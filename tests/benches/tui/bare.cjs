// A process that only says something: what starting up costs before anything of ours.
process.stdout.write('ready');

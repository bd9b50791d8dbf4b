"""Random forests of scikit-learn on the matrices of parity.mjs and coins.mjs: errors, CPU and wall time of each fit.

Reads one JSON document from standard input, {"tasks": [...]}, and writes one list of results. Matrices are files of
little-endian doubles, row by row. Told as absent (exit 3) where scikit-learn is not installed.
"""

import json
import sys
import time

try:
	import numpy as np
	from sklearn.ensemble import RandomForestRegressor
except ImportError:
	sys.exit(3)


def read(name, columns=None):
	values = np.fromfile(name, dtype='<f8')
	return values if columns is None else values.reshape(-1, columns)


def fit(task, coin, seed):
	x, y = read(coin['x'], task['columns']), read(coin['y'])
	forest = RandomForestRegressor(
		n_estimators=task['trees'],
		min_samples_leaf=task['leaf'],
		max_features=task['maxFeatures'],
		n_jobs=task['jobs'],
		random_state=seed,
	)
	cpu, wall = time.process_time(), time.perf_counter()
	forest.fit(x, y)
	result = {'cpu': time.process_time() - cpu, 'wall': time.perf_counter() - wall}
	if 'testX' in coin:
		actual = read(coin['testY'])
		errors = actual - forest.predict(read(coin['testX'], task['columns']))
		result['rmse'] = float(np.sqrt(np.mean(errors**2)))
		result['r2'] = float(1 - np.sum(errors**2) / np.sum((actual - actual.mean()) ** 2))
	return result


tasks = json.load(sys.stdin)['tasks']
print(json.dumps([[fit(task, coin, seed) for coin in task['coins'] for seed in task['seeds']] for task in tasks]))

import {storageSuite} from '../../support/storage-suite.js';
import {openSqlite} from './temporary-storage.js';

storageSuite('SQLite on a file', openSqlite);

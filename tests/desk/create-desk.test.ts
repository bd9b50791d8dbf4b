import {createDesk} from '#desk/create-desk.js';
import {deskSuite} from '../support/desk-suite.js';

deskSuite('the desk of this thread', createDesk);

import {createDesk} from '#desk/create-desk.js';
import {deskSuite} from '../support/desk-suite.js';
import {createInlineTrainer} from '../support/inline-trainer.js';

deskSuite('the desk of this thread', place => createDesk({...place, trainer: createInlineTrainer()}));

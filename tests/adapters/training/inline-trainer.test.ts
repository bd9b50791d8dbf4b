import {createInlineTrainer} from '../../support/inline-trainer.js';
import {trainerSuite} from '../../support/trainer-suite.js';

trainerSuite('training in this thread', createInlineTrainer);

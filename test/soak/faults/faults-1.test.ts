import { testFaults } from '../../support/faults.ts';

testFaults(0);

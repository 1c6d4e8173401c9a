import { testFaults } from '../../support/faults.ts';

testFaults(2);

import { testFaults } from '../../support/faults.ts';

testFaults(1);

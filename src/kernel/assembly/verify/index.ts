export { type Verification, verifyPlan } from './verify.ts';

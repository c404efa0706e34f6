export { migrations } from './list';
export { migrate } from './migrate';

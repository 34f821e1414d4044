export { problemCures } from './problem-cures.js';
export {
  isProblemWord,
  lineCures,
  type Problem,
  problem,
  type ProblemWord,
  problemWords,
  refusalProblem,
} from './problem.js';

export {
  isProblemWord,
  type Problem,
  problem,
  type ProblemWord,
  problemWords,
  refusalProblem,
} from './problem.js';

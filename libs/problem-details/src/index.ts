export { type Problem, problem, refusalProblem } from './problem.js';
export { isProblemWord, type ProblemWord, problemWords } from './problem-words.js';

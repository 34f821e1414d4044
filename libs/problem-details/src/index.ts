export { type Problem, problem, type ProblemMember, refusalProblem } from './problem.js';
export { isProblemWord, type ProblemWord, problemWords } from './problem-words.js';

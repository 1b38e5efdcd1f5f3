export { Matrix } from "ml-matrix";

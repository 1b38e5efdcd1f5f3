// What the package exports: everything that other people's programs may use.

export type { Labels } from "./checks";
export {
  accuracyPanel,
  type Figure,
  gradMagnitudePanel,
  type Line,
  lossPanel,
  type Panel,
  panelFigure,
} from "./figures";
export {
  checkGradient,
  type GradientCheck,
  numericalGradient,
  relativeError,
} from "./gradient-check";
export { Matrix } from "./matrix";
export {
  type Activation,
  accuracy,
  type EpochProgress,
  type IterationProgress,
  type NetworkOptions,
  type Parameters,
  type TrainHistory,
  type TrainOptions,
  TwoLayerMLP,
} from "./mlp";
export { loadMnist, type Mnist } from "./mnist";
export { RandomState } from "./random";
export { encodePng, type GreyImage, visualizeGrid } from "./weight-grid";
export { load, type SavedModel, save } from "./weights";

// What the package exports: everything that other people's programs may use.

export type { Labels } from "./checks";
export { comparisonFigure } from "./comparison";
export { confusionFigure } from "./confusion";
export {
  accuracyPanel,
  type Figure,
  type FigureLayout,
  type FigureMeta,
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
export { type LiveOptions, liveTraining } from "./live";
export { Matrix } from "./matrix";
export { type Mistake, mistakesFigure, mostConfidentMistakes } from "./mistakes";
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
export type { Color } from "./png";
export { RandomState } from "./random";
export { type Network, type Saturation, saturationFigure, unitSaturation } from "./saturation";
export { figureSvg } from "./static-svg";
export { weightsFigure } from "./weight-figure";
export { encodePng, type GreyImage, visualizeGrid } from "./weight-grid";
export { load, type SavedModel, save } from "./weights";

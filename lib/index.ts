// What the package exports: everything that other people's programs may use.

export type { Labels } from "./checks";
export { type Hooks, type LiveHooks, type LiveOptions, liveTraining } from "./display/live";
export { plotlySource } from "./display/plotly-source";
export { figureSvg } from "./display/static-svg";
export { comparisonFigure } from "./figures/comparison";
export { confusionFigure } from "./figures/confusion";
export type { Line, Panel } from "./figures/curves";
export type { Figure, FigureLayout, FigureMeta } from "./figures/figure";
export { type Mistake, mistakesFigure, mostConfidentMistakes } from "./figures/mistakes";
export type { Numbers } from "./figures/numbers";
export { accuracyPanel, gradMagnitudePanel, lossPanel, panelFigure } from "./figures/panels";
export { type AnyFigure, plainFigure } from "./figures/plain";
export {
  type Network,
  type Saturation,
  saturationFigure,
  unitSaturation,
} from "./figures/saturation";
export { weightsFigure } from "./figures/weight-figure";
export { encodePng, type GreyImage, visualizeGrid } from "./figures/weight-grid";
export type { Color } from "./formats/png";
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
export { load, type SavedModel, save } from "./weights";

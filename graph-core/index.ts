/**
 * The library: what Gradwire computes, for Node, a page or a worker. Everything here is documented in
 * docs/library.md and stays; everything else may move.
 */

export type { DataFile } from './datasets/files/read-table.ts';
export type {
  Column,
  ColumnTable,
  CountedLines,
  ImageTable,
  Table,
} from './datasets/files/table.ts';
export {
  type Evaluation,
  type EvaluationOptions,
  evaluateDocument,
} from './evaluate/evaluation.ts';
export {
  type CheckedElement,
  checkGradients,
  type GradientCheck,
  type GradientCheckOptions,
} from './evaluate/gradient-check.ts';
export { planTrace, type TracedStep, type TraceStep, traceOf } from './evaluate/trace.ts';
export { formatDocument } from './formats/json/format-document.ts';
export {
  type ParsedDocument,
  parseDocument,
  validateDocument,
} from './formats/json/parse-document.ts';
export {
  type AttrValue,
  type AttrValues,
  type DatasetSettings,
  type EdgeId,
  emptyDocument,
  type GraphDocument,
  type GraphEdge,
  type GraphNode,
  type NodeId,
  type Position,
  type RuleSettings,
  type TrainingSettings,
} from './graph/document.ts';
export type { Problem } from './graph/problem.ts';
export {
  type Bindings,
  type Inference,
  type InferredNode,
  inferDocument,
} from './infer/infer-document.ts';
export {
  type CompiledFunction,
  compileFunction,
  type FunctionRequest,
  type FunctionResult,
} from './library/compiled-function.ts';
export { readTable } from './library/data-table.ts';
export {
  type Gradients,
  gradients,
  type Hessian,
  hessian,
  hessianVectorProduct,
} from './library/gradients.ts';
export { GraphBuilder, graph, type NodeOptions, type Operand } from './library/graph-builder.ts';
export {
  listOperations,
  type OperationSummary,
  operationSummary,
} from './library/operation-list.ts';
export {
  type CompiledTrainingStep,
  compileStep,
  startTraining,
  type Training,
  type TrainingOptions,
} from './library/training.ts';
export type { Feeds } from './program/flatten.ts';
export { type Dim, formatShape, type Shape, type Size } from './tensor/shape.ts';
export {
  type LiteralFault,
  literalFromTensor,
  scalar,
  type Tensor,
  type TensorLiteral,
  tensor,
  tensorFromLiteral,
} from './tensor/tensor.ts';
export type { Checkpoint, SavedVariable } from './training/run/checkpoint.ts';

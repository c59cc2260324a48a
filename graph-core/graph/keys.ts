/** What nodes and edges are called by in a document: 1 to 64 characters, unique, stable. */

/** Key of a node in `GraphDocument.nodes`. */
export type NodeId = string;

/** Key of an edge in `GraphDocument.edges`. */
export type EdgeId = string;

/**
 * What analysts found out about earlier results and what follows from it: a verdict, whom it
 * concerns and how long it holds. In: judged accesses. Out: whether an access is learned from or
 * reported.
 */
package dev.byoml.model.feedback;

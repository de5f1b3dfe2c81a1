/**
 * From accesses to anomalies: scores them with the model in the worker's memory, selects what is
 * reported, explains it and writes it. In: summaries of accesses and a model. Out: anomalies, and
 * what became of every score.
 */
package dev.byoml.transforms.score;

/**
 * Reads verdicts of analysts and applies them to the accesses that a model learns from. In:
 * summaries of accesses and a file of verdicts. Out: the accesses to learn from, and how many a
 * verdict changed.
 */
package dev.byoml.transforms.feedback;

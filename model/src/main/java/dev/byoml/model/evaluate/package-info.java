/**
 * How good a ranking is: area under the curve, average precision and recall on labelled pairs, with
 * intervals, beside simple methods; and how far two models have drifted apart. In: a model and
 * labels. Out: figures, no text.
 */
package dev.byoml.model.evaluate;

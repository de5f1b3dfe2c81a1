/**
 * What the pictures of a report show, as data: flows from users to resources, the grid of accesses,
 * and the distribution of scores. In: anomalies and a model. Out: bounded numbers of nodes and
 * cells.
 */
@Internal
package dev.byoml.pipelines.report.picture;

import dev.byoml.model.annotation.Internal;

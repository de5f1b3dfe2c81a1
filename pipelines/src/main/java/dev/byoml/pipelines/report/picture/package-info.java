/**
 * What the pictures of a report are drawn from, as data: what was usual in training around a
 * tenant's results, and the distribution of scores. In: results and a model. Out: bounded numbers
 * of members and accesses. The page draws what its filters leave; notebooks draw flows and grid as
 * they are chosen here.
 */
@Internal
package dev.byoml.pipelines.report.picture;

import dev.byoml.model.annotation.Internal;

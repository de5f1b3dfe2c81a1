/**
 * {@code byoml report}: results and their model become one self-contained HTML page. In: a results
 * folder and a model folder. Out: the page. Its pictures are worked out in {@code report.picture}.
 */
@Internal
package dev.byoml.pipelines.report;

import dev.byoml.model.annotation.Internal;

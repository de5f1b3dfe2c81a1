package dev.byoml.pipelines.sample;

import dev.byoml.model.sample.activity.SampleWindows;
import dev.byoml.model.sample.export.SampleCounts;

/**
 * What was written.
 *
 * @param export path of the export tree, to be given to {@code --input}
 * @param windows when to train and what to score
 * @param training lines of the days of training
 * @param scoring lines of the scored window
 * @param blobs number of files in the export tree
 * @param anomalousLabels number of labelled accesses that should be found
 * @param harmlessLabels number of labelled accesses that should not
 */
public record SampleDataSummary(
    String export,
    SampleWindows windows,
    SampleCounts training,
    SampleCounts scoring,
    long blobs,
    long anomalousLabels,
    long harmlessLabels) {}

package dev.byoml.model.tenant;

/**
 * How well a tenant's model separates the accesses it was trained on from pairs that were never
 * seen. Measured on the training data itself: a low value warns, a high one promises nothing.
 *
 * @param areaUnderCurve probability that a sampled pair scores higher than a training access, ties
 *     counting half; null where every user touched every resource, so that nothing could be sampled
 * @param meanTrainingAffinity mean affinity of the training accesses
 * @param meanSampledAffinity mean affinity of the sampled pairs; null where there are none
 * @param sampled number of pairs sampled: as many as there are training accesses, at most a million
 */
public record TrainingQuality(
    Double areaUnderCurve, double meanTrainingAffinity, Double meanSampledAffinity, int sampled) {}

package dev.byoml.model.sample;

import dev.byoml.model.access.AccessKey;
import java.time.Instant;

/**
 * What the accesses of one user to one resource add up to.
 *
 * @param key who touched what
 * @param count how often
 * @param first earliest access
 * @param last latest access
 */
public record SampleAccess(AccessKey key, long count, Instant first, Instant last) {}

package dev.byoml.model.evaluate;

/**
 * A measure and how far chance may have moved it.
 *
 * @param value the measure on the pairs as they are
 * @param low lower end of its 95 % interval
 * @param high upper end of that interval
 */
public record Estimate(double value, double low, double high) {}

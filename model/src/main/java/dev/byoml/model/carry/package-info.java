/**
 * Large values on their way to the workers: what they are packed into, and how a Java machine that
 * gets one several times makes it once. Knows nothing of what the values mean.
 */
package dev.byoml.model.carry;

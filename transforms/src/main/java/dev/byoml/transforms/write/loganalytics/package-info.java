/**
 * Sends results, or rows as JSON, to Log Analytics by the Logs Ingestion API, and keeps those it
 * cannot deliver as dead letters. Out: numbers, and rows that were not written. {@code upload}
 * fills and sends single batches.
 */
package dev.byoml.transforms.write.loganalytics;

/**
 * Sends rows to Log Analytics by the Logs Ingestion API, and keeps those it cannot deliver as dead
 * letters. In: rows as JSON. Out: unwritten rows and numbers. {@code upload} fills and sends single
 * batches.
 */
package dev.byoml.transforms.write.loganalytics;

/**
 * Single uploads to the Logs Ingestion API: fills batches up to the service's limits, sends them,
 * repeats what may succeed later within a deadline, and says what to do about the rest. In: rows.
 * Out: what was accepted, and the rows that were not. Knows no Beam.
 */
package dev.byoml.transforms.write.loganalytics.upload;

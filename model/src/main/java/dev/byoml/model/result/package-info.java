/**
 * One reported anomaly: its columns, its JSON form and its stable id. In: a scored and explained
 * access. Out: the row of the files and of the Log Analytics table.
 */
package dev.byoml.model.result;

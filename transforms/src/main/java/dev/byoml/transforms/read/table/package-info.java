/**
 * Rows of tables whose columns have names: text with a header, Parquet and Avro. In: a file and a
 * template. Out: the rows as lines of the template's own format, so that they are parsed by the one
 * way in which all lines are.
 */
@Internal
package dev.byoml.transforms.read.table;

import dev.byoml.model.annotation.Internal;

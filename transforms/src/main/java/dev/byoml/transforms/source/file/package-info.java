/**
 * Reads the lines of one range of a file: finds their ends, unpacks gzip, and goes on where a
 * connection broke. In: a file range. Out: lines with positions that do not depend on how a file is
 * split.
 */
@Internal
package dev.byoml.transforms.source.file;

import dev.byoml.model.annotation.Internal;

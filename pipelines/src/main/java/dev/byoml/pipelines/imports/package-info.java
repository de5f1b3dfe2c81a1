/**
 * {@code byoml import}: vectors or an ONNX model of another system become a model folder. The
 * command and its options.
 */
@Internal
package dev.byoml.pipelines.imports;

import dev.byoml.model.annotation.Internal;

/**
 * Scores with an ONNX model of somebody else's, where ONNX Runtime is on the class path, through
 * the interface that every algorithm implements.
 */
@Internal
package dev.byoml.pipelines.onnx;

import dev.byoml.model.annotation.Internal;

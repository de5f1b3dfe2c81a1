/**
 * {@code byoml import}: vectors or an ONNX model of another system become a model folder. The
 * command and its options.
 */
package dev.byoml.pipelines.imports;

/**
 * Scores with an ONNX model of somebody else's, where ONNX Runtime is on the class path, through
 * the interface that every algorithm implements.
 */
package dev.byoml.pipelines.onnx;

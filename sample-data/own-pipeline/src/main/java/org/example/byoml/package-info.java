/**
 * A pipeline of one's own that uses the transforms of sentinel-byoml among its own steps. May use
 * {@code byoml-transforms} and {@code byoml-model}.
 */
package org.example.byoml;

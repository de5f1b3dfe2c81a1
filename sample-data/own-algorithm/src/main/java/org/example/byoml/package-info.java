/**
 * An algorithm of one's own, as a project beside sentinel-byoml has it: in, the accesses of a tenant;
 * out, how well each user and resource go together. May use {@code byoml-model} alone.
 */
package org.example.byoml;

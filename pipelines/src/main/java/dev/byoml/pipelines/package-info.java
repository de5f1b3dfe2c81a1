/** The program {@code byoml}: where a process starts, and how it ends. */
package dev.byoml.pipelines;

/**
 * The command line that every command shares: options, help, errors in one line, exit status,
 * secrets that must not be printed, and defaults for each runner. Knows no single command.
 */
@Internal
package dev.byoml.pipelines.cli;

import dev.byoml.model.annotation.Internal;

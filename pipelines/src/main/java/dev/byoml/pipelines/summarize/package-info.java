/**
 * {@code byoml summarize}: events become windows of summaries in a folder, which other commands
 * read in place of the events. The command, its options, and what others need to use such a folder.
 */
@Internal
package dev.byoml.pipelines.summarize;

import dev.byoml.model.annotation.Internal;

/**
 * {@code byoml summarize}: events become windows of summaries in a folder, which other commands
 * read in place of the events. The command, its options, and what others need to use such a folder.
 */
package dev.byoml.pipelines.summarize;

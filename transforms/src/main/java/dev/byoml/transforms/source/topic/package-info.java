/**
 * Reads the messages of Event Hubs and Kafka topics between two times. In: the address of a topic
 * and a time range. Out: pieces of it, and the lines in the messages of a piece.
 */
@Internal
package dev.byoml.transforms.source.topic;

import dev.byoml.model.annotation.Internal;

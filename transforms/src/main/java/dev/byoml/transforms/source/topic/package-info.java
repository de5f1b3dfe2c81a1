/**
 * Reads the messages of Event Hubs and Kafka topics between two times. In: the address of a topic
 * and a time range. Out: the lines of its messages.
 */
package dev.byoml.transforms.source.topic;

/** What is the same for every text that comes from outside: its first line, its mark of order. */
package dev.byoml.transforms.text;

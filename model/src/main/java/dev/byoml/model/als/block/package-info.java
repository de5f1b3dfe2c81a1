/**
 * One tenant factorized in blocks of users and blocks of resources, which may lie on different
 * workers and exchange factors between half steps. In: a block of the access matrix and the factors
 * of the other side. Out: factor blocks with the same bits as {@code als.memory} gives.
 */
package dev.byoml.model.als.block;

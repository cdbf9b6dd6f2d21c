/**
 * The house rules: what every module's own code is checked against in its tests.
 *
 * <p>Imports ArchUnit and the JDK, nothing of the project. Start reading at {@link
 * dev.zerok.house.PackageTree}; each module's {@code *HouseTest} says which rules hold there.
 */
@NullMarked
package dev.zerok.house;

import org.jspecify.annotations.NullMarked;

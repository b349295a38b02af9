// SPDX-License-Identifier: ISC

// age_library seals one archive again and again with age's own library, as
// the yardstick of bench_seal: age(reader, age(wave, archive)).
//
// usage: age_library ARCHIVE RECIPIENTS
//
// RECIPIENTS has the wave's on its first line and readers' on the others.
// For each line of standard input, a number of copies, it answers with the
// nanoseconds that they took and the bytes of one.
package main

import (
	"bufio"
	"bytes"
	"fmt"
	"os"
	"strings"
	"time"

	"filippo.io/age"
)

func must(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "age_library:", err)
		os.Exit(1)
	}
}

func seal(out *bytes.Buffer, reader, wave age.Recipient, archive []byte) {
	out.Reset()
	outer, err := age.Encrypt(out, reader)
	must(err)
	inner, err := age.Encrypt(outer, wave)
	must(err)
	_, err = inner.Write(archive)
	must(err)
	must(inner.Close())
	must(outer.Close())
}

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: age_library ARCHIVE RECIPIENTS")
		os.Exit(2)
	}
	archive, err := os.ReadFile(os.Args[1])
	must(err)
	text, err := os.ReadFile(os.Args[2])
	must(err)
	var recipients []age.Recipient
	for _, line := range strings.Fields(string(text)) {
		r, err := age.ParseX25519Recipient(line)
		must(err)
		recipients = append(recipients, r)
	}
	wave, readers := recipients[0], recipients[1:]

	var out bytes.Buffer
	in := bufio.NewScanner(os.Stdin)
	next := 0
	for in.Scan() {
		var copies int
		_, err := fmt.Sscan(in.Text(), &copies)
		must(err)
		start := time.Now()
		for i := 0; i < copies; i++ {
			seal(&out, readers[next%len(readers)], wave, archive)
			next++
		}
		fmt.Println(time.Since(start).Nanoseconds(), out.Len())
	}
}

// Audit a published Holdfire log with Go's own transparency-log code (golang.org/x/mod/sumdb).
//
//	go run audit.go LOGDIR LOGKEY
//
// Rebuilds the tree from the entry bundles, compares every hash tile byte by byte, checks the log's signature, and makes
// and checks inclusion and consistency proofs from the tiles on disk. x/mod names tiles tile/8/L/N and records
// tile/8/data/N; C2SP tlog-tiles says tile/L/N and tile/entries/N. Nothing else differs.
package main

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type mem map[int64]tlog.Hash

func (m mem) ReadHashes(ix []int64) ([]tlog.Hash, error) {
	out := make([]tlog.Hash, len(ix))
	for i, x := range ix {
		out[i] = m[x]
	}
	return out, nil
}

type dir string

func path(t tlog.Tile) string { return strings.Replace(t.Path(), "tile/8/", "tile/", 1) }
func (d dir) Height() int      { return 8 }
func (d dir) ReadTiles(ts []tlog.Tile) ([][]byte, error) {
	var out [][]byte
	for _, t := range ts {
		b, err := os.ReadFile(string(d) + "/" + path(t))
		if err != nil {
			return nil, err
		}
		out = append(out, b)
	}
	return out, nil
}
func (d dir) SaveTiles([]tlog.Tile, [][]byte) {}

func must(err error) {
	if err != nil {
		fmt.Println("REFUSED:", err)
		os.Exit(1)
	}
}
func main() {
	start := time.Now()
	root, vkey := os.Args[1], os.Args[2]
	v, err := note.NewVerifier(vkey)
	must(err)
	data, err := os.ReadFile(root + "/checkpoint")
	must(err)
	n, err := note.Open(data, note.VerifierList(v))
	must(err)
	lines := strings.Split(n.Text, "\n")
	size, err := strconv.ParseInt(lines[1], 10, 64)
	must(err)
	want, err := base64.StdEncoding.DecodeString(lines[2])
	must(err)
	var th tlog.Hash
	copy(th[:], want)
	tree := tlog.Tree{N: size, Hash: th}
	m := mem{}
	idx := int64(0)
	for b := int64(0); b*256 < size; b++ {
		w := 256
		if (b+1)*256 > size {
			w = int(size - b*256)
		}
		t := tlog.Tile{H: 8, L: -1, N: b, W: w}
		p := strings.Replace(path(t), "tile/data/", "tile/entries/", 1)
		bb, err := os.ReadFile(root + "/" + p)
		must(err)
		for len(bb) > 0 {
			l := int(binary.BigEndian.Uint16(bb))
			hs, err := tlog.StoredHashes(idx, bb[2:2+l], m)
			must(err)
			for i, h := range hs {
				m[tlog.StoredHashIndex(0, idx)+int64(i)] = h
			}
			bb = bb[2+l:]
			idx++
		}
	}
	got, err := tlog.TreeHash(idx, m)
	must(err)
	if idx != size || got != th {
		fmt.Println("REFUSED: root", got, "size", idx)
		os.Exit(1)
	}
	tiles := 0
	for _, t := range tlog.NewTiles(8, 0, size) {
		b, err := tlog.ReadTileData(t, m)
		must(err)
		f, err := os.ReadFile(root + "/" + path(t))
		must(err)
		if !bytes.Equal(b, f) {
			fmt.Println("REFUSED: tile differs", t.Path())
			os.Exit(1)
		}
		tiles++
	}
	r := tlog.TileHashReader(tree, dir(root))
	for _, i := range []int64{0, 1, 255, 256, size / 2, size - 1} {
		if i >= size {
			continue
		}
		p, err := tlog.ProveRecord(size, i, r)
		must(err)
		must(tlog.CheckRecord(p, size, th, i, m[tlog.StoredHashIndex(0, i)]))
	}
	for _, o := range []int64{1, 2, 255, size / 3, size - 1} {
		if o < 1 || o > size {
			continue
		}
		oh, err := tlog.TreeHash(o, m)
		must(err)
		p, err := tlog.ProveTree(size, o, r)
		must(err)
		must(tlog.CheckTree(p, size, th, o, oh))
	}
	fmt.Printf("accepted: %s size %d, %d hash tiles byte-identical, in %v\n", lines[0], size, tiles, time.Since(start))
}
